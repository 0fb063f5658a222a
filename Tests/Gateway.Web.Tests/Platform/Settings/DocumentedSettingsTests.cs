using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Testing;
using Gateway.Web.Hosting;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Web.Tests.Platform.Settings;

public sealed partial class DocumentedSettingsTests
{
    [Fact]
    public void Every_setting_that_a_document_names_exists()
    {
        var sections = Sections();
        var documents = Repository.Documents().ToList();

        var unknown = documents.SelectMany(document => SettingsIn(File.ReadAllText(document))
            .Where(setting => !Exists(setting, sections)).Select(setting => $"{Path.GetRelativePath(Repository.Root, document)}: {setting}"));

        Assert.NotEmpty(documents);
        Assert.Empty(unknown);
    }

    [Fact]
    public void The_operations_document_lists_every_section()
    {
        var operations = File.ReadAllText(Repository.File("Gateway.Web", "Docs", "operations.md"));

        var missing = Sections().Select(section => section.Section)
            .Where(section => !operations.Contains($"\n| `{section}` |", StringComparison.Ordinal)).ToList();
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("Gateway:Workers:RingEvents", true)]
    [InlineData("Gateway:Workers:Backends:com:ProbeItem", true)]
    [InlineData("Gateway:Workers", true)]
    [InlineData("Gateway:Workers:RingEvent", false)]
    [InlineData("Gateway:Worker", false)]
    public void A_setting_exists_when_an_option_has_its_name(string setting, bool exists) => Assert.Equal(exists, Exists(setting, Sections()));

    private static List<OptionsSection> Sections()
    {
        var services = new ServiceCollection();
        services.AddGateway(new ConfigurationManager());
        return [.. services.Select(service => service.ImplementationInstance).OfType<OptionsSection>()];
    }

    private static IEnumerable<string> SettingsIn(string text) =>
        SettingName().Matches(text).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal).TrimEnd(':')).Distinct();

    private static bool Exists(string setting, List<OptionsSection> sections) => sections.Any(section =>
        section.Section == setting
        || (setting.StartsWith(section.Section + ":", StringComparison.Ordinal)
            && IsPath(section.Options, setting[(section.Section.Length + 1)..].Split(':'))));

    /// <summary>Below a dictionary every name may stand.</summary>
    private static bool IsPath(Type type, ReadOnlySpan<string> names)
    {
        if (names.IsEmpty || typeof(IDictionary).IsAssignableFrom(type))
        {
            return true;
        }

        return type.GetProperty(names[0], BindingFlags.Public | BindingFlags.Instance) is { } property && IsPath(property.PropertyType, names[1..]);
    }

    [GeneratedRegex(@"\bGateway(?::|__)[A-Z]\w*?(?:(?::|__)[A-Za-z][A-Za-z0-9]*)*(?![A-Za-z0-9])")]
    private static partial Regex SettingName();
}
