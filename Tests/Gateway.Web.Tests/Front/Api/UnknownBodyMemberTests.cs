using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Login;
using Gateway.Web.Tests.Access.Login;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Web.Tests.Front.Api;

/// <summary>Every body of a request refuses a member that it does not have, and the refusal names it.</summary>
public sealed class UnknownBodyMemberTests
{
    /// <summary>Paths that read their body by hand, with its type.</summary>
    private static readonly Dictionary<string, Type> ReadByHand = new(StringComparer.Ordinal) { ["/api/login"] = typeof(LoginRequest) };

    private static readonly string[] WithoutBody = ["/api/drain", "/api/keys/rotate", "/api/sessions/{id}/close", "/api/sessions/{id}/kill"];

    [Fact]
    public async Task A_body_with_an_unknown_member_is_refused_by_its_name()
    {
        await using var hubs = await HubHost.StartAsync();
        await using var host = await WebHost.StartAsync(new FakeUserDirectory((_, _, _) => throw new InvalidOperationException()));
        using var client = host.Client;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Issue(Scopes.Admin));
        var bodies = hubs.BodyEndpoints.Where(endpoint => !WithoutBody.Contains(endpoint.RoutePattern.RawText!.TrimEnd('/')))
            .Select(endpoint => (
                Path: endpoint.RoutePattern.RawText!.TrimEnd('/'),
                Method: new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single()),
                Type: endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType))
            .ToArray();
        Assert.Contains(bodies, body => body.Path == "/api/tokens");
        foreach (var (path, method, declared) in bodies)
        {
            var type = declared ?? ReadByHand[path];
            foreach (var members in RequestSample.PathsOf(type))
            {
                using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(RequestSample.Of(type, members, withSurplus: true)) };
                using var response = await client.SendAsync(request, Patience.Token);
                Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
                var problem = (await response.Content.ReadFromJsonAsync<JsonObject>(Patience.Token))!;
                Assert.Equal("InvalidArgument", (string?)problem["code"]);
                var place = $"$.{string.Concat(members.Select(member => member + "."))}{RequestSample.Surplus}";
                // The value of an item has many forms: the refusal names its member without the way to it.
                Assert.Contains(
                    members is [.., "value"] ? RequestSample.Surplus : place,
                    ((string?)problem["detail"])?.Replace("[0]", "", StringComparison.Ordinal),
                    StringComparison.Ordinal);
            }
        }
    }
}
