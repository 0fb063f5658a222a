using System.Text;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>A text with half of a surrogate pair is no text; both hub protocols refuse it.</summary>
public sealed class LoneSurrogateTests
{
    [Theory]
    [InlineData("json", "\\ud800")]
    [InlineData("messagepack", "\u00ed\u00a0\u0080")]
    public async Task A_text_with_half_of_a_surrogate_pair_is_an_invalid_argument(string protocol, string half)
    {
        await using var host = await HubHost.StartAsync();
        await using var caller = await host.ConnectInAsync(protocol, "ada", Scopes.OpenSessions, Scopes.ReadSessions);
        var bytes = Encoding.Latin1.GetBytes(half);
        var place = new string('x', bytes.Length);
        foreach (var call in new InvocationMessage[]
        {
            new("1", HubContract.GetSession, [place]),
            new("2", HubContract.OpenSession, [new OpenSessionRequest { Name = place }]),
        })
        {
            caller.Send(call, Encoding.ASCII.GetBytes(place), bytes);
            Assert.Contains("[InvalidArgument]", (await caller.NextAsync<CompletionMessage>()).Error, StringComparison.Ordinal);
        }
    }
}
