using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Testing;
using Gateway.Worker.Executors.Com.Variants;

namespace Gateway.Worker.Tests.Executors.Com;

public sealed partial class ComLayoutTests
{
    /// <summary>
    /// The fake is compiled for both bitnesses with assertions of these numbers, so they are those of the compiler.
    /// </summary>
    [Fact]
    public void Layouts_of_both_bitnesses_are_the_compilers()
    {
        var lines = Line().Matches(File.ReadAllText(Repository.File("Tests", "FakeLmxProxy", "src", "Layouts.def")));
        foreach (var line in lines.Cast<Match>())
        {
            Assert.Equal((line.Groups[1].Value, int.Parse(line.Groups[2].Value)), (line.Groups[1].Value, Of(line.Groups[1].Value, ComLayout.Bits32)));
            Assert.Equal((line.Groups[1].Value, int.Parse(line.Groups[3].Value)), (line.Groups[1].Value, Of(line.Groups[1].Value, ComLayout.Bits64)));
        }

        // Every member except the pointer size is in the list.
        var members = typeof(ComLayout).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => (member is PropertyInfo property && property.PropertyType == typeof(int)) || member is FieldInfo { IsLiteral: true })
            .Select(member => member.Name)
            .Where(name => name != nameof(ComLayout.PointerSize));
        Assert.Equal(members.Order(), lines.Select(line => line.Groups[1].Value).Order());
    }

    [Fact]
    public unsafe void A_variant_passed_by_value_has_the_size_of_this_process() => Assert.Equal(ComLayout.Current.VariantSize, sizeof(RawVariant));

    private static int Of(string name, ComLayout layout) => typeof(ComLayout).GetProperty(name) is { } property
        ? (int)property.GetValue(layout)!
        : (int)typeof(ComLayout).GetField(name)!.GetRawConstantValue()!;

    [GeneratedRegex(@"^LAYOUT\((\w+), .*, (\d+), (\d+)\)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
