using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gateway.Shared.Tests.TypeCopies;

/// <summary>One member of a contract type, as it travels.</summary>
/// <param name="Name">The name in C#.</param>
/// <param name="Type">The type without nullability.</param>
/// <param name="IsRequired">A request without it is refused.</param>
/// <param name="IsNullable">It may be absent in what the gateway sends.</param>
internal sealed record CopiedMember(string Name, Type Type, bool IsRequired, bool IsNullable)
{
    public string WireName => JsonNamingPolicy.CamelCase.ConvertName(Name);

    public static CopiedMember Of(PropertyInfo property)
    {
        var underlying = Nullable.GetUnderlyingType(property.PropertyType);
        var nullable = underlying is not null || new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
        return new CopiedMember(property.Name, underlying ?? property.PropertyType, property.GetCustomAttribute<RequiredMemberAttribute>() is not null, nullable);
    }
}
