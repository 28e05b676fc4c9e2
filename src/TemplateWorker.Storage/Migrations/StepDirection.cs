namespace TemplateWorker.Storage.Migrations;

/// <summary>What is done with a migration.</summary>
internal enum StepDirection
{
    /// <summary>It is applied.</summary>
    Up,

    /// <summary>It is undone.</summary>
    Down,
}
