using TemplateWorker.TestKit;

namespace TemplateWorker.Ipc.Tests.Codec;

/// <summary>A test that needs Python's msgpack module. Without the module it is skipped, but in CI it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IndependentImplementationFactAttribute : FactAttribute
{
    public IndependentImplementationFactAttribute()
    {
        Skip = Requirement.SkipReason(
            IndependentImplementation.Python is not null,
            "No python3 with the msgpack module was found, so the codec was NOT compared. Run './dev setup' (Debian: python3-msgpack).")!;
    }
}
