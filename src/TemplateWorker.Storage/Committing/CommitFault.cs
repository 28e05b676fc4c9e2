namespace TemplateWorker.Storage.Committing;

/// <summary>What in a group of runs made the database undo it.</summary>
internal enum CommitFault
{
    /// <summary>Somebody who ignores the tenants' locks wrote at the same time. The same group may pass when it is sent again.</summary>
    Collision,

    /// <summary>Somebody holds a row for long. The runs that do not touch it would pass.</summary>
    Blocked,

    /// <summary>A value of one run cannot be stored, and never will be. The other runs would pass.</summary>
    Value,
}
