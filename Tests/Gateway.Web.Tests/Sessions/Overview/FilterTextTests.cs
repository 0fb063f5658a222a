using Gateway.Contracts;
using Gateway.Events;
using Gateway.Web.Sessions.Overview;

namespace Gateway.Web.Tests.Sessions.Overview;

public sealed class FilterTextTests
{
    [Fact]
    public void A_filter_is_one_line_for_people()
    {
        Assert.Null(FilterText.Of(null));
        Assert.Null(FilterText.Of(new StreamFilter()));
        Assert.Equal("Tank*", FilterText.Of(new StreamFilter { References = ["Tank*"] }));
        Assert.Equal("a, b and 2 more; quality from 64; deadband 0.5 %", FilterText.Of(new StreamFilter { References = ["a", "b", "c", "d"], MinimumQuality = 64, DeadbandPercent = 0.5 }));
        Assert.Equal("nothing; OnDataChange", FilterText.Of(new StreamFilter { References = [], Families = [EventFamily.OnDataChange] }));
    }

    [Fact]
    public void It_is_cut_where_it_is_too_long() => Assert.Equal(200, FilterText.Of(new StreamFilter { References = [new string('x', 512)] })!.Length);
}
