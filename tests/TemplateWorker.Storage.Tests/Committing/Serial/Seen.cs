using System.Runtime.InteropServices;

namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>A number as somebody saw it.</summary>
/// <param name="Number">The value; null when there was none.</param>
/// <param name="Version">The database's version of it; null when there was no row, and in the model.</param>
/// <param name="Change">The model's number of the change that made it; 0 for what was never there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Seen(int? Number, uint? Version, int Change);
