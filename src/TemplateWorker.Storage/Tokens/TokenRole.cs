namespace TemplateWorker.Storage.Tokens;

/// <summary>The rights of a token.</summary>
public enum TokenRole
{
    /// <summary>Everything, for every tenant.</summary>
    Admin,

    /// <summary>Reading everything, of every tenant.</summary>
    Operator,

    /// <summary>The data of one tenant.</summary>
    Tenant,

    /// <summary>Reading the data of one tenant.</summary>
    TenantRead,
}

/// <summary>What follows from a role. Pure.</summary>
public static class TokenRoles
{
    /// <summary>The word for a role, in the database, the configuration and answers.</summary>
    public static string Word(this TokenRole role) => role switch
    {
        TokenRole.Admin => "admin",
        TokenRole.Operator => "operator",
        TokenRole.Tenant => "tenant",
        _ => "tenant-read",
    };

    /// <summary>The role that a word stands for; null for another word.</summary>
    public static TokenRole? Parse(string word) =>
        Enum.GetValues<TokenRole>().Where(role => role.Word() == word).Select(role => (TokenRole?)role).FirstOrDefault();

    /// <summary>Whether a token with the role belongs to a tenant.</summary>
    public static bool HasTenant(this TokenRole role) => role is TokenRole.Tenant or TokenRole.TenantRead;

    /// <summary>Whether a token with the role changes nothing.</summary>
    public static bool IsReadOnly(this TokenRole role) => role is TokenRole.Operator or TokenRole.TenantRead;
}
