using Gateway.Web.Access.Callers;
using Gateway.Web.Front.Api;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Api;

/// <summary>What the gateway tells admins about its settings and its parts.</summary>
public sealed class SettingsApiTests
{
    [Fact]
    public async Task A_setting_is_shown_with_its_default_and_where_it_was_set_and_a_secret_is_not_shown()
    {
        await using var host = await GatewayHost.StartAsync(
            ("Gateway:ItemSets:SetsPerSubject", "7"), ("Gateway:Workers:Backends:simulator:Password", "hunter2"), ("Gateway:Login:Ldap:ServicePassword", "hunter2"));
        var root = (await host.MintAsync("root", Scopes.Admin)).Token.Token;

        var report = await host.GetAsync<SettingsReport>(root, "/api/settings");
        var all = report.Settings.ToDictionary(setting => setting.Name);

        Assert.Equal(new ComparedSetting("Gateway:ItemSets:SetsPerSubject", "Gateway:ItemSets", "7", "100", IsDefault: false, "host", NeedsRestart: true), all["Gateway:ItemSets:SetsPerSubject"]);
        Assert.Equal(new ComparedSetting("Gateway:ItemSets:ItemsPerSet", "Gateway:ItemSets", "1000", "1000", IsDefault: true, null, NeedsRestart: true), all["Gateway:ItemSets:ItemsPerSet"]);
        Assert.Equal(("***", false), (all["Gateway:Login:Ldap:ServicePassword"].Value, all["Gateway:Login:Ldap:ServicePassword"].IsDefault));
        Assert.Equal("***", all["Gateway:Workers:Backends:simulator:Password"].Value);
        Assert.DoesNotContain(report.Settings, setting => $"{setting.Value}{setting.Default}".Contains("hunter2", StringComparison.Ordinal));
        Assert.Equal(0, report.Skipped);
    }

    [Fact]
    public async Task The_parts_are_shown_with_versions_and_licences()
    {
        await using var host = await GatewayHost.StartAsync();
        var root = (await host.MintAsync("root", Scopes.Admin)).Token.Token;

        var about = await host.GetAsync<AboutReport>(root, "/api/about");

        Assert.All([about.Gateway, about.Contract, about.System, about.Architecture], text => Assert.NotEmpty(text));
        Assert.StartsWith(".NET 10", about.Runtime, StringComparison.Ordinal);
        Assert.Contains(about.Packages, package => package is { Name: "MessagePack", Licence: "MIT" });
        Assert.All(about.Packages, package => Assert.NotEmpty(package.Version));
    }
}
