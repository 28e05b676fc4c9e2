using Xunit.Abstractions;
using Xunit.Sdk;

namespace TemplateWorker.JavaScript.Tests.Skipping;

/// <summary>Finds tests that may be inherited: only the class that inherits one tells which engine it is for.</summary>
public sealed class EngineFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new EngineTestCase(DiagnosticMessageSink, discoveryOptions, testMethod, []);
}
