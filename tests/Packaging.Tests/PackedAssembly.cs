using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Investigations.Packaging.Tests;

/// <summary>What a packed assembly says about itself, read without loading it.</summary>
internal sealed class PackedAssembly : IDisposable
{
    private readonly PEReader _image;
    private readonly MetadataReader _metadata;

    public PackedAssembly(PackedPackage package, string name)
    {
        Bytes = package.Bytes($"lib/net10.0/{name}.dll");
        _image = new PEReader(new MemoryStream(Bytes));
        _metadata = _image.GetMetadataReader();
    }

    public byte[] Bytes { get; }

    public bool IsReproducible => _image.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible);

    public IEnumerable<string> References => _metadata.AssemblyReferences.Select(handle => _metadata.GetString(_metadata.GetAssemblyReference(handle).Name));

    /// <summary>The identifiers of documentation comments, without parameters, of all public types and their own public and protected members.</summary>
    public IEnumerable<string> PublicMembers => PublicTypes().SelectMany(type => Members(type.Type, type.Name).Prepend($"T:{type.Name}"));

    /// <summary>The value of an assembly attribute whose arguments end with a text.</summary>
    public string Attribute(string name) => _metadata.GetAssemblyDefinition().GetCustomAttributes()
        .Select(_metadata.GetCustomAttribute)
        .Where(attribute => NameOf(attribute) == name)
        .Select(attribute =>
        {
            var value = _metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            return value.ReadSerializedString()!;
        })
        .Single();

    public void Dispose() => _image.Dispose();

    private string NameOf(CustomAttribute attribute)
    {
        var constructor = _metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        return _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent).Name);
    }

    private IEnumerable<(TypeDefinition Type, string Name)> PublicTypes() => _metadata.TypeDefinitions
        .Select(_metadata.GetTypeDefinition)
        .Where(IsVisible)
        .Select(type => (type, FullName(type)))
        .Where(type => !type.Item2.Contains('<', StringComparison.Ordinal));   // the compiler's own: extension blocks and their markers

    private bool IsVisible(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(_metadata.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private string FullName(TypeDefinition type)
    {
        var name = _metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{FullName(_metadata.GetTypeDefinition(outer))}.{name}" : $"{_metadata.GetString(type.Namespace)}.{name}";
    }

    private IEnumerable<string> Members(TypeDefinition type, string name)
    {
        foreach (var property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            if (IsVisible(property.GetAccessors().Getter) || IsVisible(property.GetAccessors().Setter))
            {
                yield return $"P:{name}.{_metadata.GetString(property.Name)}";
            }
        }

        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            if ((field.Attributes & (FieldAttributes.Public | FieldAttributes.SpecialName)) == FieldAttributes.Public)
            {
                yield return $"F:{name}.{_metadata.GetString(field.Name)}";
            }
        }

        foreach (var method in type.GetMethods().Where(IsVisible).Select(_metadata.GetMethodDefinition))
        {
            // Operators, constructors and accessors are special to the runtime; constructors and operators are documented, or generated with their record.
            if ((method.Attributes & (MethodAttributes.SpecialName | MethodAttributes.Virtual)) == 0 && !method.GetCustomAttributes().Any(a => NameOf(a, "CompilerGeneratedAttribute")))
            {
                yield return $"M:{name}.{_metadata.GetString(method.Name)}";
            }
        }
    }

    private bool NameOf(CustomAttributeHandle handle, string name) =>
        _metadata.GetCustomAttribute(handle) is { Constructor.Kind: HandleKind.MemberReference } attribute && NameOf(attribute) == name;

    private bool IsVisible(MethodDefinitionHandle handle) =>
        !handle.IsNil && (_metadata.GetMethodDefinition(handle).Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
}
