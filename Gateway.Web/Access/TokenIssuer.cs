using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Web.Access;

/// <summary>Mints ES256 tokens. Times are whole seconds.</summary>
internal sealed class TokenIssuer(SigningKeyRing keys, IOptions<AccessOptions> options, TimeProvider time)
{
    // Our own times only: the library would add some of the machine's clock.
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <exception cref="ArgumentException">No subject, no or unknown scopes, blank tags, or a lifetime out of bounds.</exception>
    public IssuedToken Issue(TokenRequest request)
    {
        Check(request);
        var now = time.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + request.Lifetime).ToUnixTimeSeconds());
        var tokenId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var payload = new JsonObject
        {
            [ClaimNames.Issuer] = options.Value.Issuer,
            [ClaimNames.Audience] = options.Value.Audience,
            [ClaimNames.Subject] = request.Subject,
            [ClaimNames.TokenId] = tokenId,
            [ClaimNames.Scope] = string.Join(' ', request.Scopes),
            [ClaimNames.SessionTags] = new JsonArray([.. request.SessionTags.Select(tag => JsonValue.Create(tag))]),
            [ClaimNames.IssuedAt] = now.ToUnixTimeSeconds(),
            [ClaimNames.ExpiresAt] = expiresAt.ToUnixTimeSeconds(),
        };
        if (request.SessionId is { } sessionId)
        {
            payload[ClaimNames.SessionId] = sessionId;
        }

        return new IssuedToken(_handler.CreateToken(payload.ToJsonString(JsonSerializerOptions.Default), keys.Active), tokenId, expiresAt);
    }

    private void Check(TokenRequest request)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Subject);
        if (request.Scopes.Count == 0 || !request.Scopes.All(Scopes.All.Contains))
        {
            throw new ArgumentException($"Scopes must be among: {string.Join(", ", Scopes.All.Order(StringComparer.Ordinal))}.", nameof(request));
        }

        if (request.SessionTags.Any(string.IsNullOrWhiteSpace) || request.SessionId is { Length: 0 })
        {
            throw new ArgumentException("Session tags and the session id must not be blank.", nameof(request));
        }

        if (request.Lifetime < TimeSpan.FromSeconds(1) || request.Lifetime > options.Value.MaxTokenLifetime)
        {
            throw new ArgumentException($"The lifetime must be from 1 second to {options.Value.MaxTokenLifetime}.", nameof(request));
        }
    }
}
