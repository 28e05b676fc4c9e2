using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TemplateWorker.Tests.Architecture;

/// <summary>
/// What the types of a compiled assembly use: base types, interfaces, signatures, attributes and every instruction of every
/// method. A name that the compiler resolved without a <c>using</c> line is seen too; a constant that it copied is not.
/// </summary>
internal sealed class CompiledAssembly : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public CompiledAssembly(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
        Name = _metadata.GetString(_metadata.GetAssemblyDefinition().Name);
    }

    public string Name { get; }

    /// <summary>All uses of another type of ours, without repetition.</summary>
    public IReadOnlyList<TypeUse> Uses()
    {
        var uses = new HashSet<TypeUse>();
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var user = Outermost(handle);
            foreach (var used in UsedBy(handle).Where(used => used is { IsOurs: true } && used != user))
            {
                uses.Add(new TypeUse(user, used));
            }
        }

        return [.. uses];
    }

    /// <summary>The top-level types that stand in the sources.</summary>
    public IReadOnlyList<TypeName> Types() =>
    [
        .. _metadata.TypeDefinitions
            .Where(handle => !_metadata.GetTypeDefinition(handle).IsNested)
            .Select(Outermost)
            .Where(type => type.Namespace.StartsWith("TemplateWorker", StringComparison.Ordinal) && !type.Name.Contains('<', StringComparison.Ordinal)),
    ];

    public void Dispose() => _file.Dispose();

    private List<TypeName> UsedBy(TypeDefinitionHandle handle)
    {
        var found = new List<TypeName>();
        var signatures = new TypeCollector(this, found);
        var type = _metadata.GetTypeDefinition(handle);
        Add(type.BaseType, found);
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            Add(_metadata.GetInterfaceImplementation(implemented).Interface, found);
        }

        foreach (var attribute in type.GetCustomAttributes())
        {
            Add(_metadata.GetCustomAttribute(attribute).Constructor, found);
        }

        foreach (var field in type.GetFields())
        {
            found.AddRange(_metadata.GetFieldDefinition(field).DecodeSignature(signatures, null));
        }

        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            AddSignature(method.DecodeSignature(signatures, null), found);
            if (method.RelativeVirtualAddress != 0)
            {
                AddBody(_file.GetMethodBody(method.RelativeVirtualAddress), signatures, found);
            }
        }

        return found;
    }

    private void AddBody(MethodBodyBlock body, TypeCollector signatures, List<TypeName> found)
    {
        if (!body.LocalSignature.IsNil)
        {
            foreach (var local in _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(signatures, null))
            {
                found.AddRange(local);
            }
        }

        foreach (var region in body.ExceptionRegions.Where(region => !region.CatchType.IsNil))
        {
            Add(region.CatchType, found);
        }

        foreach (var token in InstructionTokens.Of(body.GetILReader()))
        {
            Add(MetadataTokens.EntityHandle(token), found);
        }
    }

    private void Add(EntityHandle handle, List<TypeName> found)
    {
        if (handle.IsNil)
        {
            return;
        }

        var signatures = new TypeCollector(this, found);
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                found.Add(Outermost((TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                found.Add(Outermost((TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                found.AddRange(_metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(signatures, null));
                break;
            case HandleKind.MethodDefinition:
                var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                found.Add(Outermost(method.GetDeclaringType()));
                AddSignature(method.DecodeSignature(signatures, null), found);
                break;
            case HandleKind.FieldDefinition:
                found.Add(Outermost(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()));
                break;
            case HandleKind.MethodSpecification:
                var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(specification.Method, found);
                foreach (var argument in specification.DecodeSignature(signatures, null))
                {
                    found.AddRange(argument);
                }

                break;
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                Add(member.Parent, found);
                if (member.GetKind() == MemberReferenceKind.Method)
                {
                    AddSignature(member.DecodeMethodSignature(signatures, null), found);
                }
                else
                {
                    found.AddRange(member.DecodeFieldSignature(signatures, null));
                }

                break;
        }
    }

    private static void AddSignature(MethodSignature<ImmutableArray<TypeName>> signature, List<TypeName> found)
    {
        found.AddRange(signature.ReturnType);
        foreach (var parameter in signature.ParameterTypes)
        {
            found.AddRange(parameter);
        }
    }

    private TypeName Outermost(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (type.IsNested)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return new TypeName(Name, _metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    private TypeName Outermost(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = _metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        var assembly = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
            : Name;
        return new TypeName(assembly, _metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    /// <summary>Turns a signature into the types that it names.</summary>
    private sealed class TypeCollector(CompiledAssembly owner, List<TypeName> attributes) : ISignatureTypeProvider<ImmutableArray<TypeName>, object?>
    {
        public ImmutableArray<TypeName> GetArrayType(ImmutableArray<TypeName> elementType, ArrayShape shape) => elementType;

        public ImmutableArray<TypeName> GetByReferenceType(ImmutableArray<TypeName> elementType) => elementType;

        public ImmutableArray<TypeName> GetFunctionPointerType(MethodSignature<ImmutableArray<TypeName>> signature)
        {
            AddSignature(signature, attributes);
            return [];
        }

        public ImmutableArray<TypeName> GetGenericInstantiation(ImmutableArray<TypeName> genericType, ImmutableArray<ImmutableArray<TypeName>> typeArguments) =>
            [.. genericType, .. typeArguments.SelectMany(argument => argument)];

        public ImmutableArray<TypeName> GetGenericMethodParameter(object? genericContext, int index) => [];

        public ImmutableArray<TypeName> GetGenericTypeParameter(object? genericContext, int index) => [];

        public ImmutableArray<TypeName> GetModifiedType(ImmutableArray<TypeName> modifier, ImmutableArray<TypeName> unmodifiedType, bool isRequired) =>
            unmodifiedType;

        public ImmutableArray<TypeName> GetPinnedType(ImmutableArray<TypeName> elementType) => elementType;

        public ImmutableArray<TypeName> GetPointerType(ImmutableArray<TypeName> elementType) => elementType;

        public ImmutableArray<TypeName> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

        public ImmutableArray<TypeName> GetSZArrayType(ImmutableArray<TypeName> elementType) => elementType;

        public ImmutableArray<TypeName> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            [owner.Outermost(handle)];

        public ImmutableArray<TypeName> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
            [owner.Outermost(handle)];

        public ImmutableArray<TypeName> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
