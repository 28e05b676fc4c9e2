using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace TemplateWorker.Worker;

/// <summary>
/// The resident memory of this process. Every heartbeat says it, so it is read from an open file where the system has one: the runtime's own way
/// makes a snapshot of the whole process. Used by one thread.
/// </summary>
internal sealed class ResidentMemory : IDisposable
{
    private readonly SafeFileHandle? _statm = OperatingSystem.IsLinux() ? File.OpenHandle("/proc/self/statm") : null;

    public long Bytes
    {
        get
        {
            if (_statm is null)
            {
                return Environment.WorkingSet;
            }

            // Pages, separated by blanks: of the address space, then resident.
            Span<byte> text = stackalloc byte[256];
            text = text[..RandomAccess.Read(_statm, text, 0)];
            text = text[(text.IndexOf((byte)' ') + 1)..];
            return Utf8Parser.TryParse(text, out long pages, out _) ? pages * Environment.SystemPageSize : Environment.WorkingSet;
        }
    }

    public void Dispose() => _statm?.Dispose();
}
