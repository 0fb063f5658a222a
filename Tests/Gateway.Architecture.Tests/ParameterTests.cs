namespace Gateway.Architecture.Tests;

/// <summary>A method or a constructor has at most five parameters; settings that belong together are a record.</summary>
public sealed class ParameterTests
{
    private const int Most = 5;

    private static readonly string[] Products = ["Gateway.Web/", "Gateway.Worker/", "Gateway.Shared/"];

    [Fact]
    public void A_method_has_at_most_five_parameters()
    {
        var found = Products.SelectMany(product => SourceFile.CSharp(product)).SelectMany(TooLong).ToArray();
        Assert.Empty(found.Select(list => $"{list.Key}: {list.Count}"));
    }

    [Theory]
    [InlineData("internal sealed class Planted(int a, int b, int c, int d, int e, int f);")]
    [InlineData("class Planted\n{\n    public Planted(int a, int b, Func<int, string> c, (int, int) d, int e = 1, string f = \"x, y\")\n    {\n    }\n}")]
    [InlineData("interface IPlanted\n{\n    Task<int> Planted<T>(\n        int a, [Some(1, 2)] int b, in T c, Dictionary<string, int[]> d, params int[] e, CancellationToken f);\n}")]
    public void Six_parameters_are_found(string code) => Assert.Equal(6, Assert.Single(TooLong(new SourceFile("Gateway.Web/Planted.cs", code))).Count);

    [Theory]
    [InlineData("class Planted(int a, int b, int c, int d, Dictionary<string, int> e);")]
    [InlineData("internal sealed record Planted(int a, int b, int c, int d, int e, int f);")]
    [InlineData("class Planted\n{\n    int A() => Planted(a, b, c, d, new E(), f);\n}")]
    [InlineData("class Planted\n{\n    [LoggerMessage(1)]\n    static partial void Planted(int a, int b, int c, int d, int e, int f);\n}")]
    public void Five_parameters_calls_and_exclusions_are_not_found(string code) => Assert.Empty(TooLong(new SourceFile("Gateway.Web/Planted.cs", code)));

    private static IEnumerable<ParameterList> TooLong(SourceFile file) => ParameterList.Of(file).Where(list => list.Count > Most && !IsExcluded(list));

    private static bool IsExcluded(ParameterList list) =>
        // The positions of a record on the wire or of a row are its contract.
        list.Before.Contains("record ", StringComparison.Ordinal)
        // The template of the message decides about the parameters.
        || list.Before.Contains("[LoggerMessage(", StringComparison.Ordinal)
        // COM defines the signatures of the slots of a table that native code calls.
        || list.Before.Contains("[UnmanagedCallersOnly(", StringComparison.Ordinal)
        // The COM interface of the proxy defines this signature.
        || list.Name == "WriteSecured2"
        // A public method of the .NET client, whose callers pass these parameters; the cancellation token is the sixth.
        || list.Name == "ReadBulkAsync";
}
