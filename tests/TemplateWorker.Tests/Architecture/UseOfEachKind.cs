namespace TemplateWorker.Tests.Architecture;

/// <summary>Uses other types in each way that the architecture test must see.</summary>
[Marker]
internal sealed class UseOfEachKind : UsedAsBase
{
    private readonly UsedAsField? _field;

    public UseOfEachKind(UsedAsField? field) => _field = field;

    public Func<bool> Lambda => () => _field is null && new UsedInLambda() is not null;

    public static IEnumerable<object> None(IEnumerable<UsedAsArgument[]> arguments) => arguments.Select(argument => argument.Length).Cast<object>();
}

internal abstract class UsedAsBase;

internal sealed class UsedAsField;

internal sealed class UsedAsArgument;

internal sealed class UsedInLambda;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class MarkerAttribute : Attribute;
