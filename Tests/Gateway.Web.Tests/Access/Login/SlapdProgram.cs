using Gateway.Web.Access.Login.Ldap;

namespace Gateway.Web.Tests.Access.Login;

/// <summary>The paths of Debian's package slapd.</summary>
internal static class SlapdProgram
{
    public const string Path = "/usr/sbin/slapd";
    public const string Loader = "/usr/sbin/slapadd";
    public const string Modules = "/usr/lib/ldap";
    public const string Schemas = "/etc/ldap/schema";

    public static string? MissingReason { get; } =
        !File.Exists(Path) || !Directory.Exists(Schemas) ? "slapd is not installed; install Debian's package slapd to run this test."
        : !LdapLibrary.IsPresent ? "libldap is not installed; install Debian's package libldap-2.5-0 or libldap2 to run this test."
        : null;
}
