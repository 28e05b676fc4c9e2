namespace TemplateWorker.JavaScript.Port;

/// <summary>Lets others have the thread in the middle of a load or run. Asked on the script's thread, about every millisecond and after host calls.</summary>
internal interface IScriptPace
{
    /// <summary>Returns when the script may continue.</summary>
    /// <returns>How long it was paused, which is no time of the script's.</returns>
    TimeSpan Pause();
}
