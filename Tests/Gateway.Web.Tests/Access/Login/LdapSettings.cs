using System.Globalization;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Login.Ldap;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Access.Login;

/// <summary>The configuration for <see cref="PlantDirectory"/>.</summary>
internal static class LdapSettings
{
    /// <param name="slapd">The server.</param>
    /// <param name="changes">Keys in the LDAP section.</param>
    public static Task<LoginHost> StartAsync(Slapd slapd, params (string Key, string Value)[] changes)
    {
        var settings = Of(slapd);
        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        settings.TryAdd("Port", (settings["Security"] == nameof(LdapSecurity.Ldaps) ? slapd.TlsPort : slapd.PlainPort).ToString(CultureInfo.InvariantCulture));
        return LoginHost.StartAsync(null, [("Gateway:Login:AttemptsPerUser", "1000"), ("Gateway:Login:AttemptsPerAddress", "1000"),
            .. settings.Select(setting => ($"{LdapOptions.Section}:{setting.Key}", setting.Value))]);
    }

    private static Dictionary<string, string> Of(Slapd slapd) => new()
    {
        ["Host"] = Slapd.Host,
        ["Security"] = nameof(LdapSecurity.Ldaps),
        ["CaFile"] = slapd.CaFile,
        ["TimeoutSeconds"] = "60",
        ["ServiceDn"] = PlantDirectory.ServiceDn,
        ["ServicePassword"] = PlantDirectory.ServicePassword,
        ["UserBase"] = PlantDirectory.People,
        ["GroupBase"] = PlantDirectory.Groups,
        ["Groups:0:Group"] = $"CN=administrators, OU=groups,{PlantDirectory.Root}",
        ["Groups:0:Scopes:0"] = Scopes.Admin,
        ["Groups:1:Group"] = "Viewers-A",
        ["Groups:1:Scopes:0"] = Scopes.ReadSessions,
        ["Groups:1:SessionTags:0"] = "area-a",
        ["Groups:2:Group"] = "odd",
        ["Groups:2:Scopes:0"] = Scopes.ReadSessions,
    };
}
