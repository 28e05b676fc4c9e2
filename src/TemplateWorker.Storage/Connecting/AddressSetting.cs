namespace TemplateWorker.Storage.Connecting;

/// <summary>One parameter of an address under libpq's name, not checked yet.</summary>
internal readonly record struct AddressSetting(string Name, string Value)
{
    /// <summary>The name alone: the value may be a password.</summary>
    public override string ToString() => Name;
}
