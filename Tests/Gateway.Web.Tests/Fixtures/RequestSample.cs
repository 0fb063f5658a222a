using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Values;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>Valid arguments of hub methods and valid bodies, made from their types, with an unknown member where a test wants one.</summary>
internal static class RequestSample
{
    public const string Surplus = "surplus";

    /// <summary>The names of the members that lead to each object within a type: empty for the type itself.</summary>
    public static IEnumerable<string[]> PathsOf(Type type)
    {
        if (ObjectOf(type) is not { } contract)
        {
            return [];
        }

        IEnumerable<string[]> own = [[]];
        return own.Concat(MembersOf(contract).SelectMany(member => PathsOf(member.PropertyType).Select(path => path.Prepend(NameOf(member)).ToArray())));
    }

    /// <param name="type">What to make.</param>
    /// <param name="path">The members that lead to the object that may get an unknown member.</param>
    /// <param name="withSurplus">Whether it does.</param>
    public static JsonNode? Of(Type type, ReadOnlySpan<string> path, bool withSurplus)
    {
        if (ElementOf(type) is { } element)
        {
            return new JsonArray(Of(element, path, withSurplus));
        }

        return ObjectOf(type) is { } contract ? ObjectOf(contract, path, withSurplus) : Scalar(Nullable.GetUnderlyingType(type) ?? type);
    }

    private static JsonObject ObjectOf(Type contract, ReadOnlySpan<string> path, bool withSurplus)
    {
        var node = new JsonObject();
        foreach (var member in MembersOf(contract))
        {
            var onPath = path.Length > 0 && NameOf(member) == path[0];
            if (onPath || member.GetCustomAttribute<RequiredMemberAttribute>() is not null)
            {
                node[NameOf(member)] = Of(member.PropertyType, onPath ? path[1..] : [], withSurplus && onPath);
            }
        }

        if (contract == typeof(MxValue))
        {
            node["value"] = 1;
        }

        if (withSurplus && path.IsEmpty)
        {
            node[Surplus] = 1;
        }

        return node;
    }

    private static Type? ObjectOf(Type type)
    {
        var plain = ElementOf(type) ?? Nullable.GetUnderlyingType(type) ?? type;
        return plain.Namespace?.StartsWith(nameof(Gateway), StringComparison.Ordinal) == true && !plain.IsEnum ? plain : null;
    }

    private static Type? ElementOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static PropertyInfo[] MembersOf(Type contract) => contract == typeof(MxValue) ? [] : [.. contract.GetProperties().Where(member => member.CanWrite)];

    private static string NameOf(PropertyInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    private static JsonValue Scalar(Type type) =>
        type == typeof(string) ? JsonValue.Create("text")
        : type == typeof(bool) ? JsonValue.Create(true)
        : type.IsEnum ? JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(type)[0]))
        : JsonValue.Create(1);
}
