using System.Text;
using System.Text.Json;
using Gateway.Web.Hosting;
using Gateway.Web.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Hosting;

/// <summary>The JSON of the documents is valid, and what is settings is accepted by a gateway without a word.</summary>
public sealed class DocumentedJsonTests
{
    private static readonly string[] OfTheHost = ["Urls", "Kestrel", "Logging", "AllowedHosts"];

    [Fact]
    public void Every_block_of_json_is_valid()
    {
        var blocks = DocumentPage.All().SelectMany(page => page.Blocks("json").Select(block => (page.Name, Block: block))).ToList();

        Assert.NotEmpty(blocks);
        Assert.Empty(blocks.Where(block => !IsJson(block.Block)).Select(block => $"{block.Name}: {block.Block}"));
    }

    [Fact]
    public void Every_block_of_settings_is_what_a_gateway_accepts()
    {
        var blocks = DocumentPage.All().SelectMany(page => page.Blocks("json").Where(IsSettings).Select(block => (page.Name, Block: block))).ToList();

        Assert.NotEmpty(blocks);
        Assert.Empty(blocks.SelectMany(block => FaultsOf(block.Block).Select(fault => $"{block.Name}: {fault}")));
    }

    [Theory]
    [InlineData("""{ "Gateway": { "Sessions": { "MaxSesions": 10 } } }""", "Gateway:Sessions:MaxSesions")]
    [InlineData("""{ "Gateway": { "Session": { "MaxSessions": 10 } } }""", "Gateway:Session")]
    [InlineData("""{ "Gateway": { "Sessions": { "MaxSessions": "many" } } }""", "Gateway:Sessions:MaxSessions")]
    [InlineData("""{ "Gateway": { "Sessions": { "MaxSessions": -1 } } }""", "MaxSessions")]
    [InlineData("""{ "Gateway": { "Login": { "Ldap": { "Groups": [ { "Grop": "viewers" } ] } } } }""", "Grop")]
    [InlineData("""{ "Gateway": {}, "Url": "http://127.0.0.1:5080" }""", "Url")]
    public void Settings_that_no_gateway_accepts_are_found(string json, string named) => Assert.Contains(FaultsOf(json), fault => fault.Contains(named, StringComparison.Ordinal));

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsSettings(string text) => IsJson(text) && JsonDocument.Parse(text).RootElement is { ValueKind: JsonValueKind.Object } root
        && root.EnumerateObject().Any(member => member.Name == "Gateway" || OfTheHost.Contains(member.Name));

    private static IEnumerable<string> FaultsOf(string json)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        builder.Services.AddLogging().AddGateway(builder.Configuration);
        using var services = builder.Services.BuildServiceProvider();
        var sections = services.GetServices<OptionsSection>().ToList();
        var keys = builder.Configuration.AsEnumerable().Where(pair => pair.Value is not null).Select(pair => pair.Key).ToList();
        var nowhere = keys.Where(key => !OfTheHost.Contains(key.Split(':')[0]) && !sections.Exists(section => key.StartsWith($"{section.Section}:", StringComparison.OrdinalIgnoreCase)));
        var unknown = sections.SelectMany(section => SettingFaults.Of(builder.Configuration.GetSection(section.Section), section.Options).Unknown)
            .Select(setting => setting.Key).Where(key => !sections.Exists(section => section.Section == key));
        return [.. nowhere.Concat(unknown).Select(key => $"{key} is not a setting"), .. Invalid(services)];
    }

    private static IEnumerable<string> Invalid(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException error)
        {
            return error.Failures.Where(failure => !IsAboutFile(failure));
        }
        catch (AggregateException error)
        {
            return error.InnerExceptions.OfType<OptionsValidationException>().SelectMany(inner => inner.Failures).Where(failure => !IsAboutFile(failure));
        }
    }

    // The files of the examples are those of another machine.
    private static bool IsAboutFile(string failure) => failure.Contains("CaFile", StringComparison.Ordinal);
}
