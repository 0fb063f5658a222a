using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Serialization;

public sealed class MultiSessionCursorTests
{
    [Fact]
    public void What_is_written_is_read_back_in_the_order_of_the_ids() => Assert.All(
        SampleCursors.All, positions => Assert.Equal(positions.Order(SampleCursors.ById), MultiSessionCursor.Read(MultiSessionCursor.Write(positions))));

    [Fact]
    public void Whatever_was_not_handed_out_is_refused() => Assert.All(
        SampleCursors.Refused, text => Assert.Throws<MalformedDataException>(() => MultiSessionCursor.Read(text)));

    [Fact]
    public void Size_is_bounded()
    {
        var most = Enumerable.Range(0, MultiSessionCursor.MaxSessions).Select(i => new SessionPosition($"{i:x32}", "0123456789abcdef", i)).ToArray();
        Assert.Equal(most, MultiSessionCursor.Read(MultiSessionCursor.Write(most)));
        Assert.Throws<MalformedDataException>(() => MultiSessionCursor.Write([.. most, new SessionPosition("g", "e", 1)]));
        Assert.Throws<MalformedDataException>(() => MultiSessionCursor.Read(new string('A', MultiSessionCursor.MaxBytes + 1)));
    }

    [Fact]
    public void Random_bytes_are_refused_and_nothing_else_happens()
    {
        var random = new Random(TestScale.Seed);
        for (var i = 0; i < 5_000; i++)
        {
            var text = MultiSessionCursor.Write(SampleCursors.All[^1]).ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = (char)random.Next(32, 127);
            }

            try
            {
                Assert.Equal(new string(text), MultiSessionCursor.Write(MultiSessionCursor.Read(new string(text))));
            }
            catch (MalformedDataException)
            {
                // This is the expected result, unless the changes happen to make another valid cursor.
            }
        }
    }
}
