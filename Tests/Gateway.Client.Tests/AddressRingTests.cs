using Gateway.Client.Internal;

namespace Gateway.Client.Tests;

public sealed class AddressRingTests
{
    private static readonly Uri[] Addresses = [new("http://a.example"), new("http://b.example"), new("http://c.example")];

    [Fact]
    public void It_begins_with_the_first_address_gives_them_in_their_order_and_says_when_each_has_had_its_turn()
    {
        var ring = new AddressRing(Addresses);
        var turns = new List<string> { ring.Current!.Host };
        var rounds = new List<bool>();
        for (var i = 0; i < 6; i++)
        {
            rounds.Add(ring.Next());
            turns.Add(ring.Current.Host);
        }

        Assert.Equal(["a.example", "b.example", "c.example", "a.example", "b.example", "c.example", "a.example"], turns);
        Assert.Equal([false, false, true, false, false, true], rounds);
    }

    [Fact]
    public void A_round_begins_with_an_address_that_has_proved_good()
    {
        var ring = new AddressRing(Addresses);
        ring.Next();
        ring.Reset();

        Assert.Equal([false, false, true], [ring.Next(), ring.Next(), ring.Next()]);
        Assert.Equal("b.example", ring.Current!.Host);
    }

    [Fact]
    public void Without_an_address_each_failure_is_a_round()
    {
        var ring = new AddressRing([]);

        Assert.Equal([true, true], [ring.Next(), ring.Next()]);
        Assert.Null(ring.Current);
    }
}
