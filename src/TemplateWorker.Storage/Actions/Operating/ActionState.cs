namespace TemplateWorker.Storage.Actions.Operating;

/// <summary>Where an action is.</summary>
public enum ActionState
{
    /// <summary>It waits in its channel, or is on its way.</summary>
    Waiting,

    /// <summary>It waits for its time.</summary>
    Delayed,

    /// <summary>It was given up.</summary>
    Dead,
}

/// <summary>The words of <see cref="ActionState"/>.</summary>
public static class ActionStates
{
    /// <summary>An expression for the word of a row of <c>actions</c>.</summary>
    internal const string Sql = "case when died_at is not null then 'dead' when position is null then 'delayed' else 'waiting' end";

    /// <summary>The word of a state in statements, answers and commands.</summary>
    public static string Word(this ActionState state) => state switch
    {
        ActionState.Dead => "dead",
        ActionState.Delayed => "delayed",
        _ => "waiting",
    };
}
