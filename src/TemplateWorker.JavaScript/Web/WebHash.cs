using System.Security.Cryptography;

namespace TemplateWorker.JavaScript.Web;

/// <summary>
/// The digest, or the signature, that one interpreter is computing. It comes in slices, between which the limits of the run are looked at;
/// what a stopped run left is let go of with the next one.
/// </summary>
internal sealed class WebHash : IDisposable
{
    private IncrementalHash? _current;

    /// <param name="hash">As the web names it.</param>
    /// <param name="key">For a signature by HMAC; null for a digest.</param>
    /// <exception cref="ArgumentException">There is no such hash.</exception>
    public void Start(string? hash, byte[]? key)
    {
        Dispose();
        var name = hash switch
        {
            "SHA-1" => HashAlgorithmName.SHA1,
            "SHA-256" => HashAlgorithmName.SHA256,
            "SHA-384" => HashAlgorithmName.SHA384,
            "SHA-512" => HashAlgorithmName.SHA512,
            _ => throw new ArgumentException($"There is no hash {hash}.", nameof(hash)),
        };
        _current = key is null ? IncrementalHash.CreateHash(name) : IncrementalHash.CreateHMAC(name, key);
    }

    /// <exception cref="InvalidOperationException">None was started.</exception>
    public void Append(ReadOnlySpan<byte> bytes) => Current().AppendData(bytes);

    /// <exception cref="InvalidOperationException">None was started.</exception>
    public byte[] Finish()
    {
        var bytes = Current().GetHashAndReset();
        Dispose();
        return bytes;
    }

    public void Dispose()
    {
        _current?.Dispose();
        _current = null;
    }

    private IncrementalHash Current() => _current ?? throw new InvalidOperationException("No digest was started.");
}
