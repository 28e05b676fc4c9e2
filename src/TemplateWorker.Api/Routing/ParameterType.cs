namespace TemplateWorker.Api.Routing;

/// <summary>What a parameter must be.</summary>
internal enum ParameterType
{
    Text,
    Integer,
    Flag,

    /// <summary>Any number of texts, the parameter repeated for each.</summary>
    Texts,
}
