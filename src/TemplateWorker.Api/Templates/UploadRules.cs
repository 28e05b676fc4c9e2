using System.Globalization;
using TemplateWorker.Api.Problems;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Api.Templates;

/// <summary>What a template that is uploaded, and a version that is to be active, must be. Pure.</summary>
internal static class UploadRules
{
    public static Problem? Check(TemplateUpload upload, TenantLimits limits)
    {
        if (upload.Files is not { } files)
        {
            return Problem.MissingParameter("files", "must be an object of sources by path");
        }

        if (TemplateRules.FilesFault(files) is { } fault)
        {
            return new Problem(ProblemKinds.InvalidParameter, fault, new ProblemMember("parameter", "files"));
        }

        if (TemplateRules.SizeOf(files) is var size && size > limits.TemplateFilesBytes)
        {
            return Problem.TooLarge("All files together", "limits.template_files", limits.TemplateFilesBytes, size);
        }

        var settingsBytes = System.Text.Encoding.UTF8.GetByteCount(upload.Settings);
        if (settingsBytes > TemplateRules.MaxSettingsBytes)
        {
            return Problem.TooLarge("settings", "a fixed limit", TemplateRules.MaxSettingsBytes, settingsBytes);
        }

        return TemplateRules.SettingsFault(upload.Settings) is { } settingsFault
            ? new Problem(ProblemKinds.InvalidParameter, settingsFault, new ProblemMember("parameter", "settings"))
            : null;
    }

    public static Problem? Check(Activation activation) => activation.Version switch
    {
        null => Problem.MissingParameter("version", "must be one of the template's versions"),
        < 1 => Problem.BrokenRule(
            "version", activation.Version.Value.ToString(CultureInfo.InvariantCulture), "must be at least 1"),
        _ => null,
    };
}
