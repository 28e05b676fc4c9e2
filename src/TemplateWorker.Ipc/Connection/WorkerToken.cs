using System.Security.Cryptography;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The secret by which a supervisor knows the worker that it started: fresh for every start.</summary>
/// <remarks>Its bytes leave it only on purpose; it prints as a placeholder.</remarks>
public sealed class WorkerToken
{
    /// <summary>How many random bytes a token has.</summary>
    public const int SizeBytes = 32;

    private readonly byte[] _bytes;

    private WorkerToken(byte[] bytes) => _bytes = bytes;

    /// <summary>What is sent in <see cref="Messages.Hello"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Makes a token from the operating system's random numbers.</summary>
    public static WorkerToken Create() => new(RandomNumberGenerator.GetBytes(SizeBytes));

    /// <summary>Reads the form that travels in the environment.</summary>
    /// <returns>Null when it is not base64 of <see cref="SizeBytes"/> bytes.</returns>
    public static WorkerToken? Parse(string base64)
    {
        var bytes = new byte[SizeBytes];
        return Convert.TryFromBase64String(base64, bytes, out var written) && written == SizeBytes ? new WorkerToken(bytes) : null;
    }

    /// <summary>Compares in a time that does not depend on where the two differ.</summary>
    public bool Matches(ReadOnlySpan<byte> token) => CryptographicOperations.FixedTimeEquals(_bytes, token);

    /// <summary>The form that travels in the environment, base64.</summary>
    public string ToBase64() => Convert.ToBase64String(_bytes);

    /// <returns>A placeholder, so that no log shows the token.</returns>
    public override string ToString() => "(token)";
}
