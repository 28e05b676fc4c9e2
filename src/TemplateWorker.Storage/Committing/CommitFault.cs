namespace TemplateWorker.Storage.Committing;

/// <summary>What in a group of runs made the database undo it.</summary>
internal enum CommitFault
{
    /// <summary>A writer that does not take the tenants' locks wrote the same rows. The same group may succeed when it is sent again.</summary>
    Collision,

    /// <summary>Another session holds a row lock for too long. Runs that do not touch the row would succeed.</summary>
    Blocked,

    /// <summary>A value of one run cannot be stored, and never will be. The other runs would pass.</summary>
    Value,
}
