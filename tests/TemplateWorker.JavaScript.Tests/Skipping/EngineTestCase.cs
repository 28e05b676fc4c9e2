using System.ComponentModel;
using TemplateWorker.TestKit.Engines;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace TemplateWorker.JavaScript.Tests.Skipping;

/// <summary>A test that is skipped where its engine is missing.</summary>
public sealed class EngineTestCase : XunitTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For the deserializer of xunit.")]
    public EngineTestCase()
    {
    }

    public EngineTestCase(IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method, object[] arguments)
        : base(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, arguments)
    {
    }

    /// <summary>Null when the test can run.</summary>
    public static string? SkipReasonOf(ITestMethod method) =>
        method.TestClass.Class.Name.Contains(".JavaScriptCore.", StringComparison.Ordinal) ? JavaScriptCoreLibrary.SkipReason : null;

    protected override string GetSkipReason(IAttributeInfo factAttribute) => SkipReasonOf(TestMethod) ?? base.GetSkipReason(factAttribute);
}
