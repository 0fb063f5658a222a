using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static System.Buffers.Text.Base64Url;

namespace Gateway.Web.Tests.Access.OutsideIssuer;

/// <summary>A small OpenID Connect authority on loopback, with metadata and keys only. Tests change its answers.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;
    private int _reads;

    private TestIssuer()
    {
        Keys = [RsaJwk("rsa-1", RsaKey), EcJwk("ec-1", EcKey)];
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () =>
        {
            Interlocked.Increment(ref _asked);
            return Redirects ? Results.Redirect("/moved")
                : Metadata is { } metadata ? Results.Text(metadata(Address), "application/json")
                : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        });
        _app.MapGet("/moved", () => Results.Text(Metadata!(Address), "application/json"));
        _app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref _reads);
            return Results.Text(new JsonObject { ["keys"] = new JsonArray([.. Keys!.Select(key => key.DeepClone())]) }.ToJsonString(), "application/json");
        });
    }

    public RSA RsaKey { get; } = RSA.Create(2048);

    public ECDsa EcKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Makes the text of the metadata from the address; null makes the request fail.</summary>
    public Func<string, string>? Metadata { get; set; } = address => $$"""{"issuer":"{{address}}","jwks_uri":"{{address}}/keys"}""";

    /// <summary>Redirects requests for the metadata to another address, which has it.</summary>
    public bool Redirects { get; set; }

    public IReadOnlyList<JsonObject> Keys { get; set; }

    /// <summary>Number of requests for the metadata.</summary>
    public int Asked => _asked;

    /// <summary>Number of requests for the keys.</summary>
    public int Reads => _reads;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<TestIssuer> StartAsync()
    {
        var issuer = new TestIssuer();
        await issuer._app.StartAsync(Patience.Token).WithTimeout("start of the issuer");
        return issuer;
    }

    public static JsonObject EcJwk(string kid, ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["use"] = "sig", ["kid"] = kid, ["x"] = EncodeToString(point.X), ["y"] = EncodeToString(point.Y) };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Patience.Token);
        await _app.DisposeAsync();
        RsaKey.Dispose();
        EcKey.Dispose();
    }

    private static JsonObject RsaJwk(string kid, RSA key)
    {
        var parameters = key.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = kid,
            ["n"] = EncodeToString(parameters.Modulus),
            ["e"] = EncodeToString(parameters.Exponent),
        };
    }
}
