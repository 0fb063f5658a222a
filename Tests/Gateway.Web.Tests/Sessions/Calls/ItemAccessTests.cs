using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Values;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Sessions.Calls;

/// <summary>
/// Bulk commands of a caller who is restricted to items: the allowed elements run, and the others are refused in their places.
/// </summary>
public sealed class ItemAccessTests
{
    private readonly ItemTable _items = new();

    private readonly Caller _bound = new()
    {
        Subject = "ada",
        TokenId = "1",
        Read = new ItemGlobSet(["T.*"]),
        Write = new ItemGlobSet(["T.D"]),
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    public ItemAccessTests() => _items.Apply(new StateFrame { Items = [Item(1, "T.D"), Item(2, "Secret.PV"), Item(3, "T.E")] });

    [Theory]
    [InlineData(MxMethod.AddItemBulk)]
    [InlineData(MxMethod.SubscribeBulk)]
    [InlineData(MxMethod.ReadBulk)]
    public void References_that_are_not_seen_are_refused_alone(MxMethod method)
    {
        var admitted = ItemAccess.Admit(_bound, new MxCommand { Method = method, ItemDefinitions = ["Secret.A", "T.D", "Secret.B", " t.e "] }, _items);
        Assert.Equal(["T.D", " t.e "], admitted.Command.ItemDefinitions);
        Assert.Equal((2, 4), (admitted.Refused, admitted.Elements));
        var results = admitted.Complete(Reply(method, 11, 12)).Results!;
        Assert.Equal([null, 11, null, 12], results.Select(result => result.ItemHandle));
        Assert.Equal([unchecked((int)0x80070005), 0, unchecked((int)0x80070005), 0], results.Select(result => result.Hresult));
        Assert.Equal("Secret.B", results[2].ItemDefinition);
        Assert.Equal(GatewayErrorCode.Forbidden, GatewayException.FromWireMessage(results[2].Diagnostic!)!.Code);
    }

    [Theory]
    [InlineData(MxMethod.AdviseItemBulk)]
    [InlineData(MxMethod.RemoveItemBulk)]
    [InlineData(MxMethod.UnAdviseItemBulk)]
    [InlineData(MxMethod.UnsubscribeBulk)]
    public void Handles_of_items_that_are_not_seen_are_refused_alone_and_not_named(MxMethod method)
    {
        var admitted = ItemAccess.Admit(_bound, new MxCommand { Method = method, ServerHandle = 1, ItemHandles = [2, 3, 99] }, _items);
        Assert.Equal([3], admitted.Command.ItemHandles);
        var results = admitted.Complete(Reply(method, 3)).Results!;
        Assert.Equal([2, 3, 99], results.Select(result => result.ItemHandle));
        Assert.Null(results[0].ItemDefinition);
        Assert.DoesNotContain("Secret", results[0].Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_of_items_that_are_not_writable_are_refused_alone()
    {
        var writes = new[] { 1, 2, 3 }.Select(handle => new MxWrite { ItemHandle = handle, Value = MxValue.FromInt32(1) }).ToArray();
        var admitted = ItemAccess.Admit(_bound, new MxCommand { Method = MxMethod.WriteBulk, ServerHandle = 1, Writes = writes }, _items);
        Assert.Equal([1], admitted.Command.Writes!.Select(write => write.ItemHandle));
        Assert.Equal([1, 2, 3], admitted.Complete(Reply(MxMethod.WriteBulk, 1)).Results!.Select(result => result.ItemHandle));
    }

    [Fact]
    public void A_refusal_of_the_whole_names_the_first_by_index_and_by_what_the_caller_said()
    {
        AssertRefused(new MxCommand { Method = MxMethod.ReadBulk, ItemDefinitions = ["Secret.A", "Secret.B"] }, "at index 0, is 'Secret.A'");
        AssertRefused(new MxCommand { Method = MxMethod.AdviseItemBulk, ServerHandle = 1, ItemHandles = [2] }, "at index 0, is the item with handle 2");
        AssertRefused(new MxCommand { Method = MxMethod.AddItem, ItemDefinition = "Secret.A" }, "does not allow the caller to see 'Secret.A'");
        AssertRefused(new MxCommand { Method = MxMethod.Write, ServerHandle = 1, ItemHandle = 3 }, "does not allow the caller to write the item with handle 3");
        AssertRefused(new MxCommand { Method = MxMethod.Unregister, ServerHandle = 1 }, "each item of this registration");
    }

    [Fact]
    public void What_is_not_seen_any_more_when_the_answer_comes_is_covered()
    {
        var command = new MxCommand { Method = MxMethod.ReadBulk, ItemDefinitions = ["T.D", "T.E"] };
        var narrowed = ItemAccess.Admit(_bound with { Read = new ItemGlobSet(["T.D"]) }, command, _items);
        var results = narrowed.Cover(new MxReply
        {
            Method = MxMethod.ReadBulk,
            Results = [new MxItemResult { Value = MxValue.FromInt32(1) }, new MxItemResult { Value = MxValue.FromInt32(2) }],
        }).Results!;
        Assert.Equal(MxValue.FromInt32(1), results[0].Value);
        Assert.Null(results[1].Value);
    }

    private static ItemInfo Item(int handle, string definition) => new() { ServerHandle = 1, ItemHandle = handle, ItemDefinition = definition };

    private static MxReply Reply(MxMethod method, params int[] handles) =>
        new() { Method = method, Results = [.. handles.Select(handle => new MxItemResult { ItemHandle = handle })] };

    private void AssertRefused(MxCommand command, string part)
    {
        var refused = Assert.Throws<GatewayException>(() => ItemAccess.Admit(_bound, command, _items));
        Assert.Equal(GatewayErrorCode.Forbidden, refused.Code);
        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
    }
}
