using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.OutsideIssuer;

internal sealed class OutsideIssuerOptionsValidator(IOptions<AccessOptions> access) : IValidateOptions<OutsideIssuerOptions>
{
    public ValidateOptionsResult Validate(string? name, OutsideIssuerOptions options)
    {
        if (string.IsNullOrEmpty(options.Authority))
        {
            return ValidateOptionsResult.Success;
        }

        var faults = new OptionFaults(OutsideIssuerOptions.Section);
        CheckIssuer(faults, options);
        CheckMapping(faults, options);
        return faults
            .Between(nameof(options.RefreshMinutes), options.RefreshMinutes, 1, 7 * 24 * 60)
            .Between(nameof(options.MinRefreshSeconds), options.MinRefreshSeconds, 1, 3_600)
            .Between(nameof(options.MaxKeyAgeMinutes), options.MaxKeyAgeMinutes, options.RefreshMinutes, 30 * 24 * 60, $"at least {nameof(options.RefreshMinutes)}")
            .Between(nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, 60)
            .ToResult();
    }

    private void CheckIssuer(OptionFaults faults, OutsideIssuerOptions options)
    {
        faults.Require(
            OutsideAddress.IsAllowed(options.Authority, options.AllowHttp),
            nameof(options.Authority), $"must be an https address without a query; http is allowed only for this machine or with {nameof(options.AllowHttp)}.");
        faults.Require(!string.IsNullOrWhiteSpace(options.Audience), nameof(options.Audience), "must be set: without an audience, tokens for other services would be accepted.");
        faults.Require(
            !string.Equals(OutsideAddress.IssuerOf(options), OurIssuer(), StringComparison.Ordinal),
            nameof(options.Issuer), $"must differ from {AccessOptions.Section}:{nameof(AccessOptions.Issuer)}.");
        faults.Require(
            options.Algorithms.All(SigningAlgorithms.IsKnown), nameof(options.Algorithms), $"must be among: {string.Join(", ", SigningAlgorithms.Known)}.");
    }

    private static void CheckMapping(OptionFaults faults, OutsideIssuerOptions options)
    {
        faults.Require(!string.IsNullOrWhiteSpace(options.SubjectClaim), nameof(options.SubjectClaim), "must be the name of a claim.");
        faults.Require(
            !string.IsNullOrWhiteSpace(options.SubjectPrefix), nameof(options.SubjectPrefix), "must be set: without a prefix, an outside user could have the subject of a user of the gateway.");
        faults.Require(options.AllowedScopes.All(Scopes.All.Contains), nameof(options.AllowedScopes), ScopeText());
        for (var i = 0; i < options.Grants.Count; i++)
        {
            var grant = options.Grants[i];
            var option = $"{nameof(options.Grants)}:{i}";
            faults.Require(!string.IsNullOrWhiteSpace(grant.Claim), $"{option}:{nameof(grant.Claim)}", "must be the name of a claim.");
            faults.Require(grant.Value.Length > 0, $"{option}:{nameof(grant.Value)}", "must be set.");
            faults.Require(grant.Scopes.All(Scopes.All.Contains), $"{option}:{nameof(grant.Scopes)}", ScopeText());
            faults.Require(!grant.SessionTags.Any(string.IsNullOrWhiteSpace), $"{option}:{nameof(grant.SessionTags)}", "must not be blank.");
        }
    }

    private static string ScopeText() => $"must be among: {string.Join(", ", Scopes.All.Order(StringComparer.Ordinal))}.";

    private string? OurIssuer()
    {
        try
        {
            return access.Value.Issuer;
        }
        catch (OptionsValidationException)
        {
            // The room of the access settings reports this fault.
            return null;
        }
    }
}
