using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Login.Ldap;

internal sealed class LdapOptionsValidator : IValidateOptions<LdapOptions>
{
    public ValidateOptionsResult Validate(string? name, LdapOptions options)
    {
        if (string.IsNullOrEmpty(options.Host))
        {
            return ValidateOptionsResult.Success;
        }

        var faults = new OptionFaults(LdapOptions.Section);
        CheckConnection(faults, options);
        CheckUsers(faults, options);
        CheckGroups(faults, options);
        faults.Require(LdapLibrary.IsPresent, nameof(options.Host), LdapLibrary.MissingText);
        return faults.ToResult();
    }

    private static void CheckConnection(OptionFaults faults, LdapOptions options)
    {
        faults.Require(
            Uri.CheckHostName(options.Host) is UriHostNameType.Dns or UriHostNameType.IPv4,
            nameof(options.Host), "must be a host name or an IPv4 address, without scheme and port.");
        faults.Between(nameof(options.Port), options.Port, 0, 65_535);
        faults.Defined(nameof(options.Security), options.Security);
        faults.Require(
            options.Security != LdapSecurity.Plain || options.AllowPlain,
            nameof(options.Security), $"is {nameof(LdapSecurity.Plain)}; set {nameof(options.AllowPlain)} too if passwords may cross the network unencrypted.");
        faults.Between(nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, 60);
        faults.Require(
            string.IsNullOrEmpty(options.CaFile) || HoldsCertificates(options.CaFile),
            nameof(options.CaFile), "must be a readable file with at least one certificate in PEM form.");
    }

    private static void CheckUsers(OptionFaults faults, LdapOptions options)
    {
        var hasService = !string.IsNullOrEmpty(options.ServiceDn);
        var hasTemplate = !string.IsNullOrEmpty(options.UserDnTemplate);
        faults.Require(
            hasService != hasTemplate, nameof(options.ServiceDn),
            $"or {nameof(options.UserDnTemplate)} must be set, but not both: either a service account searches the user, or the user binds directly.");
        faults.Require(
            !hasService || !string.IsNullOrEmpty(options.ServicePassword), nameof(options.ServicePassword), "must be set: without a password the service account would bind anonymously.");
        faults.Require(
            !hasTemplate || options.UserDnTemplate!.Contains(LdapOptions.UserPlaceholder, StringComparison.Ordinal),
            nameof(options.UserDnTemplate), $"must contain {LdapOptions.UserPlaceholder}.");
        faults.Require(
            !string.IsNullOrEmpty(options.UserBase) || (hasTemplate && DistinguishedName.IsDn(options.UserDnTemplate!)),
            nameof(options.UserBase), $"must be set, unless {nameof(options.UserDnTemplate)} is a distinguished name.");
        faults.Require(
            options.UserFilter.StartsWith('(') && options.UserFilter.Contains(LdapOptions.UserPlaceholder, StringComparison.Ordinal),
            nameof(options.UserFilter), $"must be a filter in parentheses that contains {LdapOptions.UserPlaceholder}.");
        faults.Require(!string.IsNullOrWhiteSpace(options.SubjectAttribute), nameof(options.SubjectAttribute), "must be the name of an attribute.");
    }

    private static void CheckGroups(OptionFaults faults, LdapOptions options)
    {
        faults.Defined(nameof(options.GroupMode), options.GroupMode);
        faults.Require(
            options.GroupMode == LdapGroupMode.MemberOf || !string.IsNullOrEmpty(options.GroupBase ?? options.UserBase),
            nameof(options.GroupBase), "must be set, because groups are searched below it.");
        faults.Require(
            options.GroupFilter.StartsWith('(') && options.GroupFilter.Contains(LdapOptions.DnPlaceholder, StringComparison.Ordinal),
            nameof(options.GroupFilter), $"must be a filter in parentheses that contains {LdapOptions.DnPlaceholder}.");
        faults.Between(nameof(options.MaxGroupDepth), options.MaxGroupDepth, 1, 50);
        faults.Between(nameof(options.MaxGroups), options.MaxGroups, 1, 10_000);
        faults.Require(options.Groups.Count > 0, nameof(options.Groups), "must map at least one group; otherwise nobody can log in.");
        for (var i = 0; i < options.Groups.Count; i++)
        {
            CheckGrant(faults, $"{nameof(options.Groups)}:{i}", options.Groups[i]);
        }
    }

    private static void CheckGrant(OptionFaults faults, string option, LdapGroupGrant grant) => faults
        .Require(!string.IsNullOrWhiteSpace(grant.Group), $"{option}:{nameof(grant.Group)}", "must be a group's name or distinguished name.")
        .Require(
            grant.Scopes.Count > 0 && grant.Scopes.All(Scopes.All.Contains),
            $"{option}:{nameof(grant.Scopes)}", $"must be one or more of: {string.Join(", ", Scopes.All.Order(StringComparer.Ordinal))}.")
        .Require(!grant.SessionTags.Any(string.IsNullOrWhiteSpace), $"{option}:{nameof(grant.SessionTags)}", "must not be blank.");

    private static bool HoldsCertificates(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
    }
}
