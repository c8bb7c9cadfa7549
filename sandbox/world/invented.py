"""The words by which everything of the generated world says that it is made up."""

SOURCE = "演示数据，全部虚构 (demonstration data, all of it invented)"
