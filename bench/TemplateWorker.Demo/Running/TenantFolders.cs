namespace TemplateWorker.Demo.Running;

/// <summary>Lays samples out the way <c>--worker-type register</c> reads them.</summary>
internal static class TenantFolders
{
    /// <summary>Copies samples to <c>destination/owner_type/owner_id/template</c> for every tenant.</summary>
    /// <param name="samples">The folder that holds one folder per sample.</param>
    /// <param name="destination">Made when it is not there.</param>
    /// <param name="templates">Which samples each tenant gets.</param>
    public static void LayOut(string samples, string destination, IEnumerable<(TenantId Tenant, IEnumerable<string> Templates)> templates)
    {
        foreach (var (tenant, names) in templates)
        {
            foreach (var name in names)
            {
                CopyFolder(Path.Combine(samples, name), Path.Combine(destination, tenant.OwnerType, tenant.OwnerId, name));
            }
        }
    }

    private static void CopyFolder(string source, string destination)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(destination, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
