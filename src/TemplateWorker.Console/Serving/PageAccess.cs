namespace TemplateWorker.Console.Serving;

/// <summary>Who may see a page.</summary>
internal enum PageAccess
{
    /// <summary>Everyone whom the gate lets through.</summary>
    Open,

    /// <summary>Everyone who has logged in.</summary>
    Session,

    /// <summary>Admins and, to read, operators; and the tenant that the path names.</summary>
    Tenant,

    /// <summary>Admins and, to read, operators.</summary>
    Admin,
}
