using System.Security.Cryptography;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The secret that proves to a supervisor that a peer is the worker that it started. Each start has a new one.</summary>
/// <remarks>Immutable. <see cref="ToString"/> returns a placeholder, so that the token does not get into logs by accident.</remarks>
public sealed class WorkerToken
{
    /// <summary>The number of random bytes in a token.</summary>
    public const int SizeBytes = 32;

    private readonly byte[] _bytes;

    private WorkerToken(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes that <see cref="Messages.Hello"/> carries.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Creates a token from cryptographically secure random numbers.</summary>
    public static WorkerToken Create() => new(RandomNumberGenerator.GetBytes(SizeBytes));

    /// <summary>Parses the form of the environment variable.</summary>
    /// <param name="base64">The token in base64.</param>
    /// <returns>Null when the text is not <see cref="SizeBytes"/> bytes in base64.</returns>
    public static WorkerToken? Parse(string base64)
    {
        var bytes = new byte[SizeBytes];
        return Convert.TryFromBase64String(base64, bytes, out var written) && written == SizeBytes ? new WorkerToken(bytes) : null;
    }

    /// <summary>Whether the bytes are those of this token. The time that this takes does not depend on where they differ.</summary>
    /// <param name="token">The bytes that a peer sent, of any length.</param>
    public bool Matches(ReadOnlySpan<byte> token) => CryptographicOperations.FixedTimeEquals(_bytes, token);

    /// <summary>The form of the environment variable.</summary>
    public string ToBase64() => Convert.ToBase64String(_bytes);

    /// <returns>A placeholder, never the token.</returns>
    public override string ToString() => "(token)";
}
