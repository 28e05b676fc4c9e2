using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker;

/// <summary>
/// The owner of templates and data: a kind of owner and its id, written <c>guild:1234</c>.
/// </summary>
/// <remarks>
/// The type sits in the root namespace so that every layer can name a tenant without a <c>using</c>.
/// Both parts are 1 to <see cref="MaxPartBytes"/> bytes of UTF-8 without control characters; the owner type also
/// holds no colon, so that the text form is unambiguous. A default value is not a tenant.
/// </remarks>
public readonly record struct TenantId
{
    /// <summary>The most bytes, in UTF-8, of either part.</summary>
    public const int MaxPartBytes = 128;

    /// <summary>How many slots the tenants are spread over.</summary>
    public const int SlotCount = 4096;

    /// <summary>Names a tenant.</summary>
    /// <exception cref="ArgumentException">A part is empty, too long, or holds a character that it must not.</exception>
    public TenantId(string ownerType, string ownerId)
    {
        if (Fault(ownerType, ownerId) is { } fault)
        {
            throw new ArgumentException(fault, nameof(ownerId));
        }

        OwnerType = ownerType;
        OwnerId = ownerId;
        Slot = SlotOf(ownerType, ownerId);
    }

    /// <summary>The kind of owner, such as <c>guild</c>.</summary>
    public string OwnerType { get; }

    /// <summary>The owner's id among its kind.</summary>
    public string OwnerId { get; }

    /// <summary>
    /// The tenant's slot, 0 to 4,095: the first two bytes of SHA-256 over the text form, modulo 4,096, so that any
    /// kind of id spreads evenly. The constructor computes it.
    /// </summary>
    public int Slot { get; }

    /// <summary>Says what is wrong with the two parts of a tenant, or null when nothing is.</summary>
    public static string? Fault(string ownerType, string ownerId) =>
        PartFault("owner_type", ownerType)
        ?? (ownerType.Contains(':') ? $"owner_type must not contain ':', was '{ownerType}'." : null)
        ?? PartFault("owner_id", ownerId);

    /// <summary>Whether both parts are the same; the slot follows from them.</summary>
    public bool Equals(TenantId other) => OwnerId == other.OwnerId && OwnerType == other.OwnerType;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OwnerType, OwnerId);

    /// <summary>Reads the text form, <c>owner_type:owner_id</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TenantId tenant)
    {
        tenant = default;
        var colon = text?.IndexOf(':') ?? -1;
        if (colon < 0 || Fault(text![..colon], text[(colon + 1)..]) is not null)
        {
            return false;
        }

        tenant = new TenantId(text[..colon], text[(colon + 1)..]);
        return true;
    }

    /// <summary>The text form, <c>owner_type:owner_id</c>.</summary>
    public override string ToString() => $"{OwnerType}:{OwnerId}";

    private static int SlotOf(string ownerType, string ownerId)
    {
        Span<byte> text = stackalloc byte[(2 * MaxPartBytes) + 1];
        var length = Encoding.UTF8.GetBytes(ownerType, text);
        text[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(ownerId, text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return BinaryPrimitives.ReadUInt16BigEndian(hash) % SlotCount;
    }

    private static string? PartFault(string name, string part)
    {
        if (string.IsNullOrEmpty(part))
        {
            return $"{name} must not be empty.";
        }

        foreach (var character in part)
        {
            if (char.IsControl(character))
            {
                return $"{name} must not contain control characters.";
            }
        }

        var bytes = Encoding.UTF8.GetByteCount(part);
        return bytes > MaxPartBytes ? $"{name} must be at most {MaxPartBytes} bytes of UTF-8, was {bytes}." : null;
    }
}
