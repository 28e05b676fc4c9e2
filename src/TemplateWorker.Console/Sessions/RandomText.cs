using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Console.Sessions;

/// <summary>Texts that cannot be guessed.</summary>
internal static class RandomText
{
    // 256 bits.
    private const int Bytes = 32;

    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Compares in a time that does not depend on how much of it is right.</summary>
    public static bool Same(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
