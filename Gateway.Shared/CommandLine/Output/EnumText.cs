namespace Gateway.CommandLine.Output;

/// <summary>Names of enumerations as the JSON of the gateway has them: with a small first letter.</summary>
internal static class EnumText
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = $"{value}";
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
