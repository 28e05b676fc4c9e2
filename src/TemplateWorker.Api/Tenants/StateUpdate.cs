using System.Text;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Storage;

namespace TemplateWorker.Api.Tenants;

/// <summary>The body of a tenant's state: <c>{"data": …}</c>.</summary>
/// <param name="Data">The value's own text; null when it is missing.</param>
/// <param name="DataBytes">Its size.</param>
internal readonly record struct StateUpdate(string? Data, int DataBytes)
{
    /// <summary>Bytes beside the data.</summary>
    private const int OtherBytes = 1 << 10;

    private static readonly string[] Members = ["data"];

    /// <summary>The bound of the body.</summary>
    public static BodyLimit Limit(TenantLimits limits) => new("limits.value, and what is around it", limits.ValueBytes + OtherBytes);

    public static StateUpdate Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        var update = default(StateUpdate);
        while (reader.ReadMember(Members) >= 0)
        {
            var range = reader.ReadValue();
            StorablePart.Require(utf8.Span, range);
            var data = utf8.Span[range];
            update = new StateUpdate(Encoding.UTF8.GetString(data), data.Length);
        }

        return update;
    }
}
