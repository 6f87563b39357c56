"""`rnntui train`: the notebook's model, trained by Keras.

Begin with `command.py`; `data.py` chooses the data, `progress.py` and `report.py` print.
"""
