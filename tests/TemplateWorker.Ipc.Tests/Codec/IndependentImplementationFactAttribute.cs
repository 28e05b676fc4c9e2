namespace TemplateWorker.Ipc.Tests.Codec;

/// <summary>A test that needs Python's msgpack module. Without the module it is skipped, but in CI it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IndependentImplementationFactAttribute : FactAttribute
{
    public IndependentImplementationFactAttribute()
    {
        var isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        if (!isCi && IndependentImplementation.Python is null)
        {
            Skip =
                "No python3 with the msgpack module was found, so the codec was NOT compared. Run './dev setup' (Debian: python3-msgpack).";
        }
    }
}
