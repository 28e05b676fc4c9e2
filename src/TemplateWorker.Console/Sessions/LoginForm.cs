using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Console.Sessions;

/// <summary>
/// Binds the form of a log-in to the browser that got it, before there is a session: the form carries a seal, by a key of this process, of what
/// a cookie holds. Thread-safe.
/// </summary>
internal sealed class LoginForm
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>What the form must carry; sets the cookie where it is missing.</summary>
    public string Issue(HttpContext context)
    {
        if (ConsoleCookies.Read(context, ConsoleCookies.Login) is not { } nonce)
        {
            nonce = RandomText.Create();
            ConsoleCookies.Write(context, ConsoleCookies.Login, nonce);
        }

        return Seal(nonce);
    }

    /// <summary>Whether a form carries what its browser got.</summary>
    public bool IsOurs(HttpContext context, string? given) =>
        ConsoleCookies.Read(context, ConsoleCookies.Login) is { } nonce && RandomText.Same(Seal(nonce), given);

    private string Seal(string nonce) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(nonce)));
}
