using System.Text;
using TemplateWorker.Api.Bodies;

namespace TemplateWorker.Api.Tenants;

/// <summary>The body of a tenant's state: <c>{"data": …}</c>.</summary>
/// <param name="Data">The value's own text; null when it is missing.</param>
/// <param name="DataBytes">Its size.</param>
internal readonly record struct StateUpdate(string? Data, int DataBytes)
{
    /// <summary>What the body may have beside the data.</summary>
    public const int MaxBytes = 1 << 10;

    private static readonly string[] Members = ["data"];

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
