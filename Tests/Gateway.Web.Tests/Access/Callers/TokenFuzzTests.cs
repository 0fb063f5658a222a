using System.Security.Cryptography;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Tests.Access.Callers;

[Trait("Size", "Long")]
public sealed class TokenFuzzTests : IAsyncLifetime
{
    /// <summary>Length of the parts of a token that the test looks for in the logs.</summary>
    private const int Trace = 24;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ,%\"{}\u00e9";

    private readonly PlatformHost _host = new();

    public Task InitializeAsync() => _host.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    /// <summary>Tokens that are changed, truncated, combined, forged or meaningless, and headers around them.</summary>
    [Fact]
    public async Task No_fuzzed_token_or_header_is_accepted_or_logged_or_breaks_anything()
    {
        var random = new Random(TestScale.Seed);
        var good = _host.Issue(Scopes.Admin).Token;
        var validator = _host.Services.GetRequiredService<TokenValidator>();
        var client = _host.Client();
        var traces = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < TestScale.Of(quick: 3_000, soak: 50_000); i++)
        {
            var token = Fuzzed(good, random);
            if (token == good)
            {
                continue;
            }

            Assert.NotNull((await validator.ValidateAsync(token, Patience.Token)).Refusal);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/who");
            request.Headers.TryAddWithoutValidation("Authorization", Header(token, random));
            using var response = await client.SendAsync(request, Patience.Token);
            Assert.Equal(401, (int)response.StatusCode);
            if (token.Length > Trace)
            {
                traces.Add(token[^Trace..]);
            }
        }

        Assert.DoesNotContain(_host.Logs.Lines, line => HoldsAny(line, traces));
        Assert.DoesNotContain(_host.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    // Every window of the line is looked up in a set, because with tens of thousands of traces anything else would take hours.
    private static bool HoldsAny(string line, HashSet<string> traces)
    {
        var lookup = traces.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i + Trace <= line.Length; i++)
        {
            if (lookup.Contains(line.AsSpan(i, Trace)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Header(string token, Random random) => random.Next(6) switch
    {
        0 => $"bearer  {token}",
        1 => $"Bearer {token} {token}",
        2 => $"Basic {token}",
        3 => token,
        _ => $"Bearer {token}",
    };

    private string Fuzzed(string good, Random random)
    {
        var text = good.ToCharArray();
        switch (random.Next(7))
        {
            case 0:
                for (var i = random.Next(1, 5); i > 0; i--)
                {
                    text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
                }

                return new string(text);
            case 1:
                return good[..random.Next(good.Length)];
            case 2:
                return good.Insert(random.Next(good.Length), $"{Alphabet[random.Next(Alphabet.Length)]}");
            case 3:
                var parts = good.Split('.');
                return string.Join('.', Enumerable.Range(0, random.Next(1, 5)).Select(_ => parts[random.Next(3)]));
            case 4:
                return new string([.. Enumerable.Range(0, random.Next(0, 2_000)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            default:
                return Forged(random);
        }
    }

    // A valid signature with our own key would be accepted, and should be. So an unusual claim is signed with another key, or not
    // at all.
    private string Forged(Random random)
    {
        var keys = _host.Services.GetRequiredService<SigningKeyRing>();
        var forged = ForgedToken.Like(keys.Active.Key.KeyId, _host.Clock.GetUtcNow());
        var names = new[] { "alg", "kid", "typ", "jwk", "jku", "x5c", "crit", "exp", "nbf", "iss", "sub", "read", "session_id" };
        var part = random.Next(2) == 0 ? forged.Header : forged.Payload;
        part[names[random.Next(names.Length)]] = random.Next(5) switch
        {
            0 => null,
            1 => random.NextInt64(),
            2 => "none",
            3 => new System.Text.Json.Nodes.JsonArray("ES256", 1, null),
            _ => new System.Text.Json.Nodes.JsonObject { ["a"] = new string('x', random.Next(200)) },
        };
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pub = ((ECDsaSecurityKey)keys.Active.Key).ECDsa.ExportSubjectPublicKeyInfo();
        return random.Next(3) switch
        {
            0 => forged.Unsigned(),
            1 => forged.SignedWithSecret(pub),
            _ => forged.SignedWith(stranger),
        };
    }
}
