using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Storage.Migrations.Statements;

/// <summary>A checksum over the normal form of statements.</summary>
internal static class StatementChecksum
{
    /// <summary>Stands before a checksum. A change of the normal form needs another one, since what was recorded cannot be compared then.</summary>
    private const string Form = "1:";

    private const int Digits = 32;

    /// <summary>The checksum, such as <c>1:9f86d081…</c>: half of SHA-256 in hexadecimal digits.</summary>
    public static string Of(IEnumerable<SqlStatement> statements)
    {
        var text = string.Join("\n;\n", statements.Select(statement => statement.Normal));
        return Form + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
    }

    /// <summary>Whether a recorded checksum can be compared with those that are made here.</summary>
    public static bool IsComparable(string? recorded) => recorded is not null && recorded.StartsWith(Form, StringComparison.Ordinal);
}
